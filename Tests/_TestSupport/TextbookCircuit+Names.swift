extension TextbookCircuit {
  /// How to read the variable that the engine and the golden files call `name`, e.g. `uP_breve_0`; nil where there is
  /// none of that name.
  public static func reader(of name: String) -> ((TextbookCircuit) -> [Double])? {
    guard let end = name.lastIndex(of: "_"), let i = Int(name[name.index(after: end)...]) else { return nil }
    switch name[..<end] {
    case "uP": return { $0.uP[i] }
    case "uP_breve": return { $0.uPBreve[i] }
    case "rP_breve": return { $0.rP[i] }
    case "rP_breve_HI": return { $0.rPHigh[i] }
    case "vbas": return { $0.vBas[i] }
    case "vapi": return { $0.vApi[i] }
    case "WPP": return { $0.wPP[i].flatMap { $0 } }
    case "dWPP_LO": return { $0.dWPPLow[i].flatMap { $0 } }
    case "BPP": return { $0.bPP[i].flatMap { $0 } }
    case "BPI": return { $0.bPI[i].flatMap { $0 } }
    case "uI": return { $0.uI }
    case "uI_breve": return { $0.uIBreve }
    case "rI_breve": return { $0.rI }
    case "vden": return { $0.vDen }
    case "WIP": return { $0.wIP.flatMap { $0 } }
    default: return nil
    }
  }
}
