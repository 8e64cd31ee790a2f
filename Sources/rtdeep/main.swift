print("rtdeep")
