internal import Synchronization

/// What processors derive from one document: whoever asks first computes it, the others wait and have the same.
final class Derivations: Sendable {
    private let entries = Mutex<[ObjectIdentifier: Entry]>([:])

    func value<Value: Sendable>(_ make: () -> Value) -> Value {
        let entry = entries.withLock { entries in
            let entry = entries[ObjectIdentifier(Value.self)] ?? Entry()
            entries[ObjectIdentifier(Value.self)] = entry
            return entry
        }
        // Each value has a lock of its own, since what one is made of may be another.
        return entry.value.withLock { value in
            if let value = value as? Value { return value }
            let made = make()
            value = made
            return made
        }
    }

    private final class Entry: Sendable {
        let value = Mutex<(any Sendable)?>(nil)
    }
}
