import AfterwordProcessors
import AfterwordTokenization
import AfterwordTraining
import Testing

struct SpeechNoiseTests {
    private let vocabulary: Vocabulary
    private let text = "We moved to Boston in 2019, and it was great. Then, of course, the rent went up! Who would have known? My sister said it first."

    init() throws { vocabulary = try Vocabulary.bertUncased() }

    private func noise(errors: Float, fillers: Float = 0, numbers: Float = 0) -> SpeechNoise {
        var options = SpeechNoise.Options()
        (options.share, options.errors, options.fillers, options.numbers) = (1, errors...errors, fillers, numbers)
        return SpeechNoise(options, vocabulary: vocabulary)
    }

    private func marks(_ text: String) -> String { text.filter { ",.!?".contains($0) } }

    @Test func `without noise a text stays as it is`() {
        var random = RandomSource(seed: 1)
        #expect(noise(errors: 0).said(text, random: &random) == text)
    }

    @Test func `the same seed gives the same words and another seed others`() {
        func said(_ seed: UInt64) -> String {
            var random = RandomSource(seed: seed)
            return noise(errors: 0.2, fillers: 0.1, numbers: 1).said(text, random: &random)
        }
        #expect(said(1) == said(1))
        #expect(said(1) != said(2))
    }

    @Test func `about as many words are wrong as were asked for`() {
        var random = RandomSource(seed: 3)
        let words = Array(repeating: "there people would make sure that water goes down", count: 500).joined(separator: " ")
        let said = noise(errors: 0.1).said(words, random: &random).split(separator: " ")
        let known = Set(words.split(separator: " "))
        let strange = said.count { !known.contains($0) }
        #expect((0.04...0.08).contains(Double(strange) / 4500)) // 6 of 100 are misheard, some of them as each other
        #expect((4300...4500).contains(said.count)) // more are dropped than made up
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func `marks outlive the words they stood at`(seed: UInt64) {
        var random = RandomSource(seed: seed)
        let said = noise(errors: 0.3, fillers: 0.2).said(text, random: &random)
        // A mark is lost only where two words that end in marks meet because what stood between was dropped.
        #expect(marks(said).count >= marks(text).count - 2)
        #expect(marks(said).last == ".")
    }

    @Test(arguments: 1...40)
    func `a sentence still begins with a capital`(seed: Int) {
        var random = RandomSource(seed: UInt64(seed))
        let said = noise(errors: 0.3, fillers: 0.2, numbers: 1).said(text, random: &random).split(separator: " ")
        for (word, next) in zip(said, said.dropFirst()) where ".?!".contains(word.last!) { #expect(next.first!.isUppercase, "seed \(seed)") }
    }

    @Test func `of a text that has words one is left`() {
        for seed in 1...200 as ClosedRange<UInt64> {
            var random = RandomSource(seed: seed)
            #expect(!noise(errors: 0.5).said("Yes.", random: &random).isEmpty)
        }
    }

    @Test func `words are taken for others that sound alike`() {
        #expect(SoundAlikes.sound(of: "three") == SoundAlikes.sound(of: "threw"))
        #expect(SoundAlikes.sound(of: "phone") == SoundAlikes.sound(of: "fine"))
        #expect(SoundAlikes.sound(of: "dog") != SoundAlikes.sound(of: "cat"))
        var random = RandomSource(seed: 1)
        let alikes = SoundAlikes(vocabulary)
        #expect(alikes.other(than: "It's", random: &random) == "Its")
        #expect(alikes.other(than: "NASA", random: &random) == nil)
        let other = alikes.other(than: "Water", random: &random)
        #expect(other?.first?.isUppercase == true && other != "Water")
    }

    @Test(arguments: [
        ("0", "zero"), ("13", "thirteen"), ("40", "forty"), ("45", "forty five"), ("100", "one hundred"), ("250", "two hundred fifty"),
        ("1,000", "one thousand"), ("1,250", "one thousand two hundred fifty"), ("2,000,001", "two million one"), ("1999", "nineteen ninety nine"),
        ("2000", "two thousand"), ("2005", "two thousand five"), ("2019", "twenty nineteen"), ("1905", "nineteen oh five"), ("1900", "nineteen hundred"),
        ("3.5", "three point five"), ("99.95", "ninety nine point nine five"), ("3.5%", "three point five percent"), ("$5", "five dollars"),
        ("$1", "one dollar"), ("1st", "first"), ("12th", "twelfth"), ("20th", "twentieth"), ("21st", "twenty first"), ("1990s", "nineteen nineties"),
        ("5:30", "five thirty"), ("5:05", "five oh five"), ("5:00", "five o'clock"), ("10x", "ten x"),
    ])
    func `numbers are said in words`(digits: String, words: String) { #expect(SpokenNumber.words(for: digits[...]) == words) }

    @Test(arguments: ["", "$", "%", "A1", "1,00", "1,0000", "1.2.3", "25:00x", "5:7", "99999999999999999999", "٣", "H2O", "7zip"])
    func `what is no plain number stays`(text: String) { #expect(SpokenNumber.words(for: text[...]) == nil) }

    @Test func `labelled data of every shape is rewritten and keeps its labels`() {
        let golds = LabelledData([
            PunctuationGold(source: "a", episode: "b", style: .light, turns: [.init(text: text), .init(text: "1,250 times, I said.")]),
        ])
        let noisy = noise(errors: 0.3, numbers: 1).said(golds, seed: 4)
        let turns = noisy.lines[0].gold.turns
        #expect(noisy.lines[0].gold.style == .light && turns.count == 2)
        #expect(turns[0].text != text && turns[1].text.contains("two hundred fifty"))
        #expect(noisy.lines[0].number == 1)
    }
}
