public import AfterwordEncoder
public import AfterwordHeads
public import AfterwordTensors
public import AfterwordTokenization
internal import AfterwordTranscripts
internal import Foundation

/// A vocabulary, an encoder and the heads trained on it: a directory in Hugging Face's shape.
///
/// `config.json`, `vocab.txt` and `model.safetensors` are any BERT-family checkpoint; `heads/` holds a `NAME.json` and a
/// `NAME.safetensors` for each head, `afterword.json` the model's name and version. Another directory is another model.
public struct Model: Sendable {
    public let identity: ModelIdentity
    public let tokenizer: Tokenizer
    public let encoder: TransformerEncoder
    /// By name.
    public private(set) var heads: [String: Head]
    /// The files it was read from.
    public let files: ModelFiles

    /// Loads a model directory.
    ///
    /// - Parameter precision: of the encoder's products; heads, and everything that is trained, stay in 32 bits.
    /// - Throws: `ModelError`: what is missing, malformed, or does not belong together.
    public init(directory path: String, precision: InferencePrecision = .int8) throws(ModelError) {
        try self.init(files: ModelFiles(directory: path), precision: precision)
    }

    /// Loads a model from its files, wherever they are.
    public init(files: ModelFiles, precision: InferencePrecision = .int8) throws(ModelError) {
        let configurationBytes = try files.bytes("config.json"), vocabularyBytes = try files.bytes("vocab.txt")
        let weightBytes = try files.region("model.safetensors")
        do { tokenizer = try Tokenizer(vocabulary: Vocabulary(vocabularyBytes, name: "vocab.txt")) } catch { throw .vocabulary(error) }
        let vocabulary = tokenizer.vocabulary
        do {
            let configuration = try EncoderConfiguration(json: configurationBytes)
            guard vocabulary.count <= configuration.vocabularySize else {
                throw ModelError.vocabularySize(pieces: vocabulary.count, embeddings: configuration.vocabularySize)
            }
            encoder = try TransformerEncoder(
                Safetensors(weightBytes, file: "model.safetensors"), for: configuration, classToken: vocabulary.classToken,
                separatorToken: vocabulary.separatorToken, precision: precision)
        } catch let error as EncoderError { throw .encoder(error) } catch let error as TensorError { throw .tensors(error) } catch let error as ModelError { throw error } catch { preconditionFailure("\(error)") }
        weightBytes.forgetPages()
        identity = try Self.identity(files, fingerprint: encoder.fingerprint)
        heads = [:]
        self.files = files
        for file in files.regions.keys.sorted() where file.hasPrefix("heads/") && file.hasSuffix(".json") {
            let stem = String(file.dropLast(".json".count))
            let description = try files.bytes(file), tensors = try files.region(stem + ".safetensors")
            do { heads[String(stem.dropFirst("heads/".count))] = try Head(json: description, tensors: tensors, file: stem, encoder: encoder) } catch { throw .head(error) }
        }
    }

    private static func identity(_ files: ModelFiles, fingerprint: String) throws(ModelError) -> ModelIdentity {
        struct Names: Decodable { let name, version: String }
        guard files.regions["afterword.json"] != nil else { return ModelIdentity(name: files.name, version: "0", fingerprint: fingerprint) }
        guard let names = try? JSONDecoder().decode(Names.self, from: Data(files.bytes("afterword.json"))) else { throw .identity(file: "afterword.json") }
        return ModelIdentity(name: names.name, version: names.version, fingerprint: fingerprint)
    }

    /// The head of a name.
    ///
    /// - Throws: `ModelError.headMissing`.
    public func head(_ name: String) throws(ModelError) -> Head {
        guard let head = heads[name] else { throw .headMissing(head: name, model: identity.name, available: heads.keys.sorted()) }
        return head
    }

    /// Adds a head, or replaces the one of its name.
    public mutating func install(_ head: Head) {
        precondition(head.encoder == encoder.fingerprint, "a head belongs to the encoder it was trained on")
        heads[head.name] = head
    }

    /// Unit vectors of short texts, (N, C): the mean of their last-layer states, as long as 1.
    ///
    /// The dot product of two is their cosine similarity. A text without words gives zeros.
    public func embeddings(of texts: [String], threads: Int = 1) -> Matrix {
        let documents = texts.map { tokenizer.tokens(of: $0.splitAtSpaces().map(String.init)) }
        var result = Matrix(rows: texts.count, columns: encoder.configuration.hiddenSize)
        let features = SpanFeatures(layers: [encoder.configuration.layerCount])
        for (row, states) in encoder.states(of: documents, threads: threads).enumerated() {
            let mean = features.matrix(states, spans: [0..<states.tokens.wordCount], range: 0..<1)
            let length = mean.values.reduce(0) { $0 + $1 * $1 }.squareRoot()
            guard length > 0 else { continue }
            for column in 0..<result.columns { result[row, column] = mean[0, column] / length }
        }
        return result
    }
}

// Millions of weights are no help in a log or a failed test.
extension Model: CustomStringConvertible, CustomReflectable {
    public var description: String { "\(identity.name) \(identity.version) (\(identity.fingerprint))" }
    public var customMirror: Mirror { Mirror(self, children: ["identity": identity]) }
}
