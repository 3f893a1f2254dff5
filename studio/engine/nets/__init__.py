"""Our own nn.Modules; the only package that imports torch at the top."""
