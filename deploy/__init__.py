"""What it takes to deploy the bot."""
