"""From a name in the Directory to a conversation: introductions, skills watched for, results shared on purpose."""
