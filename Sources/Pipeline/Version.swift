/// The version of Afterword, as written into results.
public let afterwordVersion = "0.1.0"
