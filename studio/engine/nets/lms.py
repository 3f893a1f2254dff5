"""The linear multistep scheduler of diffusers, without SciPy."""

from __future__ import annotations

import numpy as np
from diffusers.schedulers.scheduling_lms_discrete import LMSDiscreteScheduler


class ExactLMSDiscreteScheduler(LMSDiscreteScheduler):
    """Integrates the interpolating polynomials exactly, where diffusers asks SciPy to do it."""

    def get_lms_coefficient(self, order: int, t: int, current_order: int) -> float:
        """Return the weight of the derivative `current_order` steps ago in the step from `t`."""
        sigmas = self.sigmas.double().numpy()
        here = sigmas[t - current_order]
        others = [sigmas[t - k] for k in range(order) if k != current_order]
        scale = float(np.prod([here - other for other in others]))
        integral = np.polynomial.Polynomial(np.atleast_1d(np.poly(others))[::-1]).integ()
        return float(integral(sigmas[t + 1]) - integral(sigmas[t])) / scale
