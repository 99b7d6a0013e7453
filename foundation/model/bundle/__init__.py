"""What upstream says about components: bundles, applications, layers, and what they come to when merged."""
