"""Anonymous requests for support: asked without a name, answered, and kept safe."""
