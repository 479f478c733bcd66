"""Discord: slash commands, buttons and forms over the gateway, answered privately with Components V2."""
