"""PipelineBuilder: deployment stages of a component's environments, for Azure DevOps and GitHub Actions."""
