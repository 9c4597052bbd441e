import AfterwordTensors
import Testing

struct NarrowPeakTests {
    @Test(arguments: InstructionSet.available, [NarrowPrecision.int8, .bfloat16])
    func `twice the rounds are twice the products`(instructions: InstructionSet, precision: NarrowPrecision) {
        let once = NarrowPeak.multiply(precision, rounds: 3, on: instructions)
        #expect(once > 0 && once % (3 * 16 * (precision == .int8 ? 4 : 2)) == 0, "whole vectors")
        #expect(NarrowPeak.multiply(precision, rounds: 6, on: instructions) == 2 * once)
        #expect(NarrowPeak.multiply(precision, rounds: 0, on: instructions) == 0)
    }
}
