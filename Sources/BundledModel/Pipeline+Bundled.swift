internal import Afterword
public import AfterwordPipeline

extension Pipeline {
    /// Every standard processor on the built-in model.
    ///
    ///     let result = try Pipeline.standard().annotate(Transcript(text: "hello everyone how are you"))
    public static func standard(threads: Int = 1) throws -> Pipeline { try standard(model: .bundled(), threads: threads) }
}
