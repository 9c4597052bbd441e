import Testing

@Suite struct ReadmeTests {}
