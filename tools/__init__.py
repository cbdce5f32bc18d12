"""What builds, opens and pictures the plugin; nothing here is shipped."""
