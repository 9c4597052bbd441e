internal import AfterwordPipeline
internal import AfterwordTranscripts

extension AnnotatedTranscript {
    /// The result as a page to read.
    public func markdown(withholding withheld: Set<String> = []) -> String { restored.markdown(layout) }
    public func html(withholding withheld: Set<String> = []) -> String { "" }
}
