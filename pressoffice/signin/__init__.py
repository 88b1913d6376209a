"""Who comes in: sign-in with a password or a passkey, second factors, sessions, and what is held against guessing."""
