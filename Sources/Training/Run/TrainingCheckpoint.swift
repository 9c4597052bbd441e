internal import AfterwordTensors
internal import Foundation

/// The checkpoints of a run, in a folder: the last few, and the best by dev.
///
/// A file appears whole or not at all, so there is always one to go on from, whenever the process or the machine stops.
struct CheckpointFolder: Sendable {
    let path: String

    /// What is known of a run beside its tensors.
    struct State: Codable, Sendable {
        var step: Int
        var data: BatchMixer.State
        var history: TrainingHistory
        /// What the run was started with; another run's checkpoint is refused.
        var run: String
    }

    /// - Throws: `TrainingError.output`.
    init(_ path: String) throws(TrainingError) {
        self.path = path
        do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
            throw .output(path: path, reason: "cannot be made")
        }
    }

    /// Writes a checkpoint, then removes all but the last `keep`.
    func save(_ tensors: [String: Safetensors.Content], state: State, keep: Int) throws(TrainingError) {
        try write(tensors, state: state, to: Self.name(of: state.step))
        for step in steps().dropLast(max(1, keep)) { try? FileManager.default.removeItem(atPath: file(Self.name(of: step))) }
    }

    func saveBest(_ tensors: [String: Safetensors.Content], state: State) throws(TrainingError) { try write(tensors, state: state, to: Self.best) }

    /// The newest checkpoint that can be read, and why newer ones could not; nil if there is none at all.
    ///
    /// - Throws: `TrainingError.checkpoint` when there are checkpoints but none can be read, or they are of another run.
    func newest(of run: String) throws(TrainingError) -> (tensors: Safetensors, state: State, unreadable: [String])? {
        var unreadable: [String] = []
        for step in steps().reversed() {
            do throws(TrainingError) {
                let (tensors, state) = try read(Self.name(of: step))
                guard state.run == run else { throw .foreignCheckpoint(file: file(Self.name(of: step)), difference: Self.difference(state.run, run)) }
                return (tensors, state, unreadable)
            } catch .checkpoint(let file, let reason) { unreadable.append("\(file): \(reason)") }
        }
        guard unreadable.isEmpty else { throw .checkpoint(file: path, reason: unreadable.joined(separator: "; ")) }
        return nil
    }

    func readBest() throws(TrainingError) -> Safetensors { try read(Self.best).tensors }

    private func write(_ tensors: [String: Safetensors.Content], state: State, to name: String) throws(TrainingError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let json = try? encoder.encode(state) else { preconditionFailure("a state is plain data") }
        do { try Safetensors.write(tensors, metadata: ["state": String(decoding: json, as: UTF8.self)], to: file(name)) } catch {
            throw .output(path: file(name), reason: "\(error)")
        }
    }

    private func read(_ name: String) throws(TrainingError) -> (tensors: Safetensors, state: State) {
        let path = file(name)
        do {
            let tensors = try Safetensors(contentsOf: path)
            guard let json = tensors.metadata["state"] else { throw TrainingError.checkpoint(file: path, reason: "no state in it") }
            return (tensors, try JSONDecoder().decode(State.self, from: Data(json.utf8)))
        } catch let error as TrainingError { throw error } catch let error as TensorError { throw .checkpoint(file: path, reason: "\(error)") } catch {
            throw .checkpoint(file: path, reason: "its state is not what this version writes")
        }
    }

    /// Of all checkpoints, in order.
    private func steps() -> [Int] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.compactMap { $0.hasPrefix("step-") && $0.hasSuffix(".safetensors") ? Int($0.dropFirst(5).dropLast(12)) : nil }.sorted()
    }

    private func file(_ name: String) -> String { path + "/" + name }

    private static let best = "best.safetensors"

    private static func name(of step: Int) -> String {
        let digits = String(step)
        return "step-" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits + ".safetensors"
    }

    // Both are JSON with sorted keys, an option a line.
    private static func difference(_ found: String, _ expected: String) -> String {
        let found = found.split(separator: "\n"), expected = expected.split(separator: "\n")
        guard let first = zip(found, expected).first(where: { $0 != $1 }) else { return "it has other options" }
        return "there \(first.0.trimmingCharacters(in: .whitespaces)), here \(first.1.trimmingCharacters(in: .whitespaces))"
    }
}
