package import AfterwordHeads
internal import CVocab

/// The IAB Content Taxonomy 2.2: 698 topics, each a path from the general to the particular, `Sports>Tennis`.
///
/// - Source: IAB Tech Lab, Content Taxonomy 2.2 and 3.1, CC BY 3.0.
public struct Taxonomy: Sendable {
    public struct Topic: Sendable, Equatable {
        /// Names from the first tier down, with `>` between.
        public let path: String
        /// What the topic is called in version 3.1; nil where that has dropped it.
        public let pathInVersion31: String?

        /// The names of the path, general first.
        public var names: [String] { path.split(separator: ">").map(String.init) }
        /// The path above it; nil in the first tier.
        public var parent: String? { path.lastIndex(of: ">").map { String(path[..<$0]) } }

        /// What the topic is about, in words an encoder can place: its own name. With the names above it, it would lie near all its kin.
        package var text: String { (path.split(separator: ">").last.map(String.init) ?? path).lowercased() }
    }

    /// In the order of the taxonomy.
    public let topics: [Topic]

    public static let iab: Taxonomy = {
        let file = afterword_vocab_iab_taxonomy()
        let text = String(decoding: UnsafeBufferPointer(start: file.bytes, count: file.count), as: UTF8.self)
        return Taxonomy(topics: text.split(separator: "\n").dropFirst().map { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            precondition(fields.count == 3, "iab-content-taxonomy.tsv has three columns")
            return Topic(path: fields[1], pathInVersion31: fields[2].isEmpty ? nil : fields[2])
        })
    }()

    /// A path's name in version 3.1, or the path itself where that has none.
    public func pathInVersion31(of path: String) -> String { names31[path] ?? path }

    /// A path and all paths above it, general first.
    package static func lineage(of path: String) -> [String] {
        var result: [String] = []
        for name in path.split(separator: ">") { result.append(result.last.map { "\($0)>\(name)" } ?? String(name)) }
        return result
    }

    /// The place of a path in `topics`.
    ///
    /// - Throws: `UnknownLabel`, with the path that is spelled most alike.
    package func index(of path: String) throws(UnknownLabel) -> Int {
        try LabelGroup(name: "topics", kind: .independent, labels: topics.map(\.path)).index(of: path)
    }

    private let names31: [String: String]

    private init(topics: [Topic]) {
        self.topics = topics
        names31 = Dictionary(uniqueKeysWithValues: topics.compactMap { topic in topic.pathInVersion31.map { (topic.path, $0) } })
    }
}
