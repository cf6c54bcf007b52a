# Step surrender: nothing worked, so say that.
answer["content"] = "I could not read the text: the search and the sub-questions failed. Nothing was found, and nothing is made up."
answer["ready"] = True
