import AfterwordTranscripts
import Testing

struct TimecodeTests {
    @Test(arguments: [
        ("00:00:01,500", 1500), ("00:00:01.500", 1500), ("0:06", 6000), ("00:06", 6000), ("75:30", 4_530_000),
        ("100:00:00", 360_000_000), ("1:2:3", 3_723_000), ("00:01.5", 1500), ("00:01.05", 1050), ("00:01.123999", 1123),
        ("99999:00:00", Timecode.limit),
    ])
    func `a time is read to the millisecond`(text: String, milliseconds: Int) {
        #expect(Timecode(text)?.milliseconds == milliseconds)
    }

    @Test(arguments: ["", "6", "1:60", "00:61:00", "1:2:3:4", "00:06x", " 00:06", "-00:06", "00:06,", "100000:00:00", "12345678:00", "a:b", ":30"])
    func `what is no time is nil`(text: String) {
        #expect(Timecode(text) == nil)
    }

    @Test(arguments: [0, 1, 999, 6000, 59_999, 3_600_000, 359_999_999, 360_000_000, Timecode.limit])
    func `a time reads back as it was written`(milliseconds: Int) {
        let time = Timecode(milliseconds: milliseconds)
        #expect(Timecode(time.text(.subRip)) == time)
        #expect(Timecode(time.text(.webVTT)) == time)
        #expect(Timecode(time.text(.clock))?.milliseconds == milliseconds / 1000 * 1000)
    }

    @Test func `times are written as each format has them`() {
        let time = Timecode(milliseconds: 3_606_042)
        #expect(time.text(.subRip) == "01:00:06,042")
        #expect(time.text(.webVTT) == "01:00:06.042")
        #expect(time.text(.clock) == "1:00:06")
        #expect(Timecode(milliseconds: 6042).text(.clock) == "00:06")
        #expect(Timecode(milliseconds: 400_000_000).text(.subRip) == "111:06:40,000")
    }

    @Test func `a time outside the limits is moved to them`() {
        #expect(Timecode(milliseconds: -5).milliseconds == 0)
        #expect(Timecode(milliseconds: .max).milliseconds == Timecode.limit)
    }
}
