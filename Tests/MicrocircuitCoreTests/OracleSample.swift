import Lanes
import MicrocircuitCore

/// Choices in which, for every rule, every two answers that can be had together were had together; drawn at random from
/// a fixed seed.
enum OracleSample {
  /// The choices of each rule.
  private static let sample = Dictionary(uniqueKeysWithValues: OracleRule.all.map { ($0, draw($0)) })

  /// The choices of one rule.
  static func choices(of rule: OracleRule) -> [OracleChoice] { sample[rule]! }

  private static func draw(_ rule: OracleRule) -> [OracleChoice] {
    let number = OracleRule.all.firstIndex(of: rule)!
    var search = Search(held: Answer(question: .rule, number: number))
    var choices: [OracleChoice] = []
    var covered = Set<Pair>()
    func take(_ choice: OracleChoice) {
      choices.append(choice)
      covered.formUnion(pairs(of: choice))
    }
    // What cannot be had at all need not be looked for in pairs.
    let possible = OracleQuestion.allCases.filter { $0 != .rule }.map { question in
      (0..<question.count).map { Answer(question: question, number: $0) }.filter { answer in
        if choices.contains(where: { $0[answer.question] == answer.number }) { return true }
        guard let choice = search.choice(with: [answer]) else { return false }
        take(choice)
        return true
      }
    }
    for a in possible.indices {
      for b in possible.indices where b > a {
        for first in possible[a] {
          for second in possible[b] where !covered.contains(Pair(first: first, second: second)) {
            if let choice = search.choice(with: [first, second]) { take(choice) }
          }
        }
      }
    }
    return choices
  }

  /// One answer to one question.
  private struct Answer: Hashable {
    let question: OracleQuestion
    let number: Int
  }

  /// Two answers, in the order of the questions.
  private struct Pair: Hashable {
    let first: Answer
    let second: Answer
  }

  private static func pairs(of choice: OracleChoice) -> [Pair] {
    let answers = OracleQuestion.allCases.map { Answer(question: $0, number: choice[$0]) }
    return answers.indices.flatMap { a in
      answers[(a + 1)...].map { Pair(first: answers[a], second: $0) }
    }
  }

  /// Finds choices that hold some answers and contradict nothing.
  private struct Search {
    let held: Answer
    private let stream: RandomStream
    private var draws: UInt64 = 0

    init(held: Answer) {
      self.held = held
      stream = RandomStream(seed: 2024, purpose: .shuffling, index: UInt32(held.number))
    }

    private mutating func number(below bound: Int) -> Int {
      draws += 1
      return Int(Double(bound) * stream.uniform(draw: draws, element: 0))
    }

    /// From random answers on, one answer after another is replaced by one that contradicts less or no more; nil where
    /// that leads nowhere from several starts.
    mutating func choice(with wanted: [Answer]) -> OracleChoice? {
      let held = [held] + wanted
      let free = OracleQuestion.allCases.filter { question in !held.contains { $0.question == question } }
      for _ in 0..<3 {
        var choice = OracleChoice(answers: OracleQuestion.allCases.map { number(below: $0.count) })
        for answer in held { choice[answer.question] = answer.number }
        var contradictions = choice.contradictions
        for _ in 0..<500 where contradictions > 0 {
          let question = free[number(below: free.count)]
          var other = choice
          other[question] = number(below: question.count)
          let count = other.contradictions
          if count <= contradictions {
            choice = other
            contradictions = count
          }
        }
        if contradictions == 0 { return choice }
      }
      return nil
    }
  }
}
