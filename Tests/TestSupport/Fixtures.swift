public import Foundation

/// Where the tests find the repository's files, from where this source file stands.
public enum Fixtures {
    /// The repository's top folder.
    public static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// A file below `fixtures/`.
    public static func url(_ path: String) -> URL { repository.appending(path: "fixtures").appending(path: path) }

    /// The bytes of a file below `fixtures/`.
    public static func bytes(_ path: String) throws -> [UInt8] { try [UInt8](Data(contentsOf: url(path))) }
}

/// Runs `body` with an empty folder of its own, which is removed afterwards.
public func withTemporaryFolder<T>(_ body: (URL) throws -> T) throws -> T {
    let folder = FileManager.default.temporaryDirectory.appending(path: "afterword-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
}
