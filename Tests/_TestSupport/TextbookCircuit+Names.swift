extension TextbookCircuit {
  /// The values of a variable under the name that the engine and the golden files use, e.g. `uP_breve_0`; nil where
  /// there is none of that name.
  public func values(of name: String) -> [Double]? {
    guard let end = name.lastIndex(of: "_"), let i = Int(name[name.index(after: end)...]) else { return nil }
    func flat(_ m: Matrix) -> [Double] { m.flatMap { $0 } }
    switch name[..<end] {
    case "uP": return uP[i]
    case "uP_breve": return uPBreve[i]
    case "rP_breve": return rP[i]
    case "rP_breve_HI": return rPHigh[i]
    case "vbas": return vBas[i]
    case "vapi": return vApi[i]
    case "WPP": return flat(wPP[i])
    case "dWPP_LO": return flat(dWPPLow[i])
    case "BPP": return flat(bPP[i])
    case "BPI": return flat(bPI[i])
    case "uI": return uI
    case "uI_breve": return uIBreve
    case "rI_breve": return rI
    case "vden": return vDen
    case "WIP": return flat(wIP)
    default: return nil
    }
  }
}
