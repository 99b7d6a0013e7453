"""Values as pages show them: waterfalls, lines of text, differences side by side, charts."""
