"""How automated posts are told from people's, without a tracker, a third party or a picture puzzle."""
