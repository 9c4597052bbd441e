internal import CUTF8Proc

/// What a code point is to BERT: utf8proc's word, with tokenizers' exceptions.
enum CodePoint {
    enum Kind { case dropped, space, ideograph, other }

    static func kind(of scalar: UInt32) -> Kind {
        if scalar == 9 || scalar == 10 || scalar == 13 { return .space }
        if scalar == 0 || scalar == 0xFFFD { return .dropped }
        switch category(scalar) {
        case UTF8PROC_CATEGORY_CC, UTF8PROC_CATEGORY_CF, UTF8PROC_CATEGORY_CO: return UnicodeExceptions.kept.contains(scalar) ? .other : .dropped
        case UTF8PROC_CATEGORY_ZS, UTF8PROC_CATEGORY_ZL, UTF8PROC_CATEGORY_ZP: return .space
        default: return ideographs.contains(scalar) ? .ideograph : .other
        }
    }

    static func isSpace(_ scalar: UInt32) -> Bool { scalar == 0x20 || scalar > 0x7F && kind(of: scalar) == .space }

    static func isPunctuation(_ scalar: UInt32) -> Bool {
        if scalar < 0x80 { return (33...47).contains(scalar) || (58...64).contains(scalar) || (91...96).contains(scalar) || (123...126).contains(scalar) }
        let isMark = (UTF8PROC_CATEGORY_PC.rawValue...UTF8PROC_CATEGORY_PO.rawValue).contains(category(scalar).rawValue)
        return isMark ? !UnicodeExceptions.plain.contains(scalar) : UnicodeExceptions.marks.contains(scalar)
    }

    /// Whether accents of its kind are stripped: nonspacing marks.
    static func isStripped(_ scalar: UInt32) -> Bool {
        if UnicodeExceptions.dropped.contains(scalar) { return true }
        return category(scalar) == UTF8PROC_CATEGORY_MN && !UnicodeExceptions.kept.contains(scalar)
    }

    static func lowercased(_ scalar: UInt32) -> UInt32 {
        UnicodeExceptions.lower[scalar] ?? UInt32(utf8proc_tolower(Int32(scalar)))
    }

    /// Appends the canonical decomposition, each part with its combining class.
    static func decompose(_ scalar: UInt32, into result: inout [(value: UInt32, order: UInt8)]) {
        if scalar < 0x80 || UnicodeExceptions.atomic.contains(scalar) { return result.append((scalar, 0)) }
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: longestDecomposition) { parts in
            var boundary: Int32 = 0
            let count = utf8proc_decompose_char(Int32(scalar), parts.baseAddress, longestDecomposition, UTF8PROC_DECOMPOSE, &boundary)
            for part in parts.prefix(max(0, count)) { result.append((UInt32(part), order(UInt32(part)))) }
        }
    }

    /// Sorts each run of combining marks by class, as NFD asks; marks of one class stay in order.
    ///
    /// - Complexity: O(n log n): a hostile text may be one run from end to end.
    static func sortMarks(_ scalars: inout [(value: UInt32, order: UInt8)]) {
        var start = 0
        while start < scalars.count {
            var end = start + 1, isSorted = true
            while scalars[start].order > 0, end < scalars.count, scalars[end].order > 0 {
                if scalars[end - 1].order > scalars[end].order { isSorted = false }
                end += 1
            }
            if !isSorted {
                let run = scalars[start..<end].enumerated().sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }
                scalars.replaceSubrange(start..<end, with: run.map(\.element))
            }
            start = end
        }
    }

    private static func order(_ scalar: UInt32) -> UInt8 {
        let order = UInt8(truncatingIfNeeded: utf8proc_get_property(Int32(scalar)).pointee.combining_class)
        return order > 0 && UnicodeExceptions.unordered.contains(scalar) ? 0 : order
    }

    private static func category(_ scalar: UInt32) -> utf8proc_category_t {
        utf8proc_category_t(rawValue: UInt32(utf8proc_get_property(Int32(scalar)).pointee.category))
    }

    private static let longestDecomposition = 32
    private static let ideographs = CodePoints([
        0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F, 0x2B920...0x2CEAF, 0x2F800...0x2FA1F,
    ])
}
