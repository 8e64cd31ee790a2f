import Lanes
import MicrocircuitCore

/// Choices in which every two answers that can be had together are had together, drawn at random from a fixed seed.
enum OracleSample {
  /// Every pair of answers to two questions, then at least `leastPerRule` choices of every rule.
  static let choices: [OracleChoice] = {
    var search = Search()
    var sample: [OracleChoice] = []
    var covered = Set<Pair>()
    func take(_ choice: OracleChoice) {
      sample.append(choice)
      covered.formUnion(pairs(of: choice))
    }
    for pair in allPairs where !covered.contains(pair) {
      if let choice = search.choice(with: [pair.first, pair.second]) { take(choice) }
    }
    for rule in OracleRule.all.indices {
      while sample.count(where: { $0[.rule] == rule }) < leastPerRule {
        guard let choice = search.choice(with: [Answer(question: .rule, number: rule)]) else { break }
        take(choice)
      }
    }
    return sample
  }()

  static let leastPerRule = 12

  /// The choices of one rule.
  static func choices(of rule: OracleRule) -> [OracleChoice] { choices.filter { $0.rule == rule } }

  /// One answer to one question.
  struct Answer: Hashable {
    let question: OracleQuestion
    let number: Int
  }

  /// Two answers, in the order of the questions.
  struct Pair: Hashable {
    let first: Answer
    let second: Answer
  }

  static let allPairs: [Pair] = OracleQuestion.allCases.flatMap { a in
    OracleQuestion.allCases.filter { $0.rawValue > a.rawValue }.flatMap { b in
      (0..<a.count).flatMap { i in
        (0..<b.count).map { j in
          Pair(first: Answer(question: a, number: i), second: Answer(question: b, number: j))
        }
      }
    }
  }

  static func pairs(of choice: OracleChoice) -> [Pair] {
    let answers = OracleQuestion.allCases.map { Answer(question: $0, number: choice[$0]) }
    return answers.indices.flatMap { a in
      answers[(a + 1)...].map { Pair(first: answers[a], second: $0) }
    }
  }

  /// Finds choices that hold some answers and contradict nothing.
  private struct Search {
    private let stream = RandomStream(seed: 2024, purpose: .shuffling)
    private var draws: UInt64 = 0

    private mutating func number(below bound: Int) -> Int {
      draws += 1
      return Int(Double(bound) * stream.uniform(draw: draws, element: 0))
    }

    /// From random answers on, one answer after another is replaced by one that contradicts less or no more; nil where
    /// that leads nowhere from several starts.
    mutating func choice(with held: [Answer]) -> OracleChoice? {
      let free = OracleQuestion.allCases.filter { question in !held.contains { $0.question == question } }
      for _ in 0..<6 {
        var choice = OracleChoice(answers: OracleQuestion.allCases.map { number(below: $0.count) })
        for answer in held { choice[answer.question] = answer.number }
        var contradictions = choice.contradictions
        for _ in 0..<120 where contradictions > 0 {
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
