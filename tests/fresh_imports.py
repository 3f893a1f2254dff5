"""What drawing imports, for a process from which others are forked."""

from studio.engine.offline import forbid_network
from studio.engine.worker import warm_up

forbid_network()
warm_up()
