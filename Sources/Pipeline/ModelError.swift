public import AfterwordEncoder
public import AfterwordHeads
public import AfterwordTensors
public import AfterwordTokenization

/// Why a model cannot be used.
public enum ModelError: Error, CustomStringConvertible {
    /// The directory cannot be listed.
    case unreadable(path: String)
    /// A file cannot be written there.
    case unwritable(path: String)
    /// The directory lacks a file that every model has.
    case missing(file: String, model: String)
    /// A processor was asked for whose head the model does not have.
    case headMissing(head: String, model: String, available: [String])
    /// The vocabulary and the encoder are not of one model.
    case vocabularySize(pieces: Int, embeddings: Int)
    /// `afterword.json` is not `{"name": …, "version": …}`.
    case identity(file: String)
    /// Of the models that are to become one, this one has not the same values to average as the first; counted from 1.
    case unlike(model: String, number: Int, what: String)
    /// Pruning would leave more than there is, or nothing.
    case prunedSize(of: String, asked: Int, allowed: ClosedRange<Int>)
    /// Inner units are chosen by what they do on text, and there was no word of it.
    case noText
    case vocabulary(VocabularyError)
    case encoder(EncoderError)
    case tensors(TensorError)
    case head(HeadError)

    public var description: String {
        switch self {
        case .unreadable(let path): "\(path): no such model directory"
        case .unwritable(let path): "\(path): cannot be written"
        case .missing(let file, let model): "\(model): no \(file) in the model directory; a model has config.json, vocab.txt and model.safetensors"
        case .headMissing(let head, let model, let available):
            "\(model): the model has no head \"\(head)\" (it has \(available.isEmpty ? "none" : available.joined(separator: ", "))); train one with `afterword fine-tune --processor \(head)`"
        case .vocabularySize(let pieces, let embeddings): "vocab.txt has \(pieces) pieces, config.json asks \(embeddings)"
        case .identity(let file): "\(file): expected {\"name\": …, \"version\": …}, both text"
        case .unlike(let model, let number, let what): "model \(number) (\(model)): \(what), unlike model 1; only models fine-tuned from one another can be averaged"
        case .prunedSize(let what, let asked, let allowed): "\(what) of a pruned model: \(asked), this one has \(allowed.upperBound) and \(allowed.lowerBound) must stay"
        case .noText: "no text to choose inner units by: the files given have no word"
        case .vocabulary(let error): "\(error)"
        case .encoder(let error): "\(error)"
        case .tensors(let error): "\(error)"
        case .head(let error): "\(error)"
        }
    }
}
