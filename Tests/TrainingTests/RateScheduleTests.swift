import AfterwordTraining
import Testing

@Suite struct RateScheduleTests {
    @Test(arguments: [RateSchedule.Decay.linear, .cosine])
    func `the rate rises while warming up and then falls to nothing`(decay: RateSchedule.Decay) {
        let schedule = RateSchedule(peak: 0.1, warmup: 0.1, decay: decay)
        let rates = (0...200).map { schedule.rate(at: $0, of: 200) }
        #expect(abs(rates[0] - 0.1 / 21) < 1e-7)
        #expect(zip(rates[0..<20], rates[1...20]).allSatisfy { $0 < $1 })
        #expect(rates[20] == 0.1)
        #expect(zip(rates[20..<200], rates[21...200]).allSatisfy { $0 > $1 })
        #expect(abs(rates[110] - 0.05) < 1e-6, "half way down half the rate")
        #expect(abs(rates[200]) < 1e-8)
        #expect(abs(schedule.rate(at: 1000, of: 200)) < 1e-8)
        #expect(abs(rates[65] - (decay == .linear ? 0.075 : 0.085355)) < 1e-6)
    }

    @Test func `without warming up the first step has the peak, also where it is the only one`() {
        #expect(RateSchedule(peak: 0.2, warmup: 0).rate(at: 0, of: 10) == 0.2)
        for total in 0...2 { #expect(RateSchedule(peak: 0.2).rate(at: 0, of: total) > 0.1) }
    }
}
