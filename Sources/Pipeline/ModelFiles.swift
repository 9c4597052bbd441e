public import AfterwordTensors
internal import Foundation

/// The files of a model directory, mapped from a disk or embedded in the program.
public struct ModelFiles: Sendable {
    /// What the directory is called: names the model where it does not name itself, and its files in errors.
    public let name: String
    /// By path inside the directory: `config.json`, `heads/punctuation.json`.
    public let regions: [String: ByteRegion]

    public init(name: String, regions: [String: ByteRegion]) {
        self.name = name
        self.regions = regions
    }

    /// Maps the files of a directory that belong to a model, and those in its `heads/`.
    ///
    /// - Throws: `ModelError.unreadable`.
    public init(directory path: String) throws(ModelError) {
        let root = URL(filePath: path)
        var regions: [String: ByteRegion] = [:]
        for folder in ["", "heads/"] {
            let names: [String]
            do { names = try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path) } catch {
                if folder.isEmpty { throw .unreadable(path: path) }
                continue // a model without heads is an encoder
            }
            for name in names.sorted() where folder.isEmpty ? Self.known.contains(name) : Self.isOfHead(name) {
                do { regions[folder + name] = try ByteRegion(contentsOf: root.appending(path: folder + name).path) } catch {
                    throw .tensors(error)
                }
            }
        }
        self.init(name: root.standardizedFileURL.lastPathComponent, regions: regions)
    }

    private static let known: Set = ["config.json", "vocab.txt", "model.safetensors", "afterword.json", "README.md"]

    private static func isOfHead(_ name: String) -> Bool { !name.hasPrefix(".") && (name.hasSuffix(".json") || name.hasSuffix(".safetensors")) }

    /// A file's bytes as an array, for the small ones.
    package func bytes(_ file: String) throws(ModelError) -> [UInt8] {
        let region = try self.region(file)
        return region.withUnsafeBytes(in: 0..<region.count) { Array($0) }
    }

    package func region(_ file: String) throws(ModelError) -> ByteRegion {
        guard let region = regions[file] else { throw .missing(file: file, model: name) }
        return region
    }

    /// Writes every file into a directory, which is made if it is not there; each file appears whole or not at all.
    ///
    /// - Throws: `ModelError.unwritable`.
    public func write(to path: String) throws(ModelError) {
        let root = URL(filePath: path)
        for (file, region) in regions.sorted(by: { $0.key < $1.key }) {
            let target = root.appending(path: file)
            do {
                try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
                try region.withUnsafeBytes(in: 0..<region.count) { try Data($0).write(to: target, options: .atomic) }
            } catch { throw .unwritable(path: target.path) }
        }
    }
}
