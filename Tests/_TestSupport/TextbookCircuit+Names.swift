extension TextbookCircuit {
  /// How to read the variable that the engine and the golden files call `name`, e.g. `uP_breve_0`; nil where there is
  /// none of that name.
  public static func reader(of name: String) -> ((TextbookCircuit) -> [Double])? {
    switch name {
    case "r0_LO": return { $0.seenInput }
    case "target_LO": return { $0.seenTarget }
    default: break
    }
    guard let end = name.lastIndex(of: "_"), let i = Int(name[name.index(after: end)...]) else { return nil }
    switch name[..<end] {
    case "uP": return { $0.uP[i] }
    case "uP_old": return { $0.uPOld[i] }
    case "uP_inf": return { $0.uPInf[i] }
    case "uP_breve": return { $0.uPBreve[i] }
    case "rP_breve": return { $0.rP[i] }
    case "rP_breve_old": return { $0.rPOld[i] }
    case "rP_breve_HI": return { $0.rPHigh[i] }
    case "vbas": return { $0.vBas[i] }
    case "vbas_old": return { $0.vBasOld[i] }
    case "vapi": return { $0.vApi[i] }
    case "vapi_old": return { $0.vApiOld[i] }
    case "vapi_noise": return { $0.vApiNoise[i] }
    case "WPP": return { $0.wPP[i].flatMap { $0 } }
    case "dWPP_LO": return { $0.dWPPLow[i].flatMap { $0 } }
    case "dWIP_LO": return { $0.dWIPLow[i].flatMap { $0 } }
    case "dBPI_LO": return { $0.dBPILow[i].flatMap { $0 } }
    case "biasP": return { $0.biasP[i].flatMap { $0 } }
    case "biasI": return { $0.biasI[i].flatMap { $0 } }
    case "dbiasP_LO": return { $0.dBiasPLow[i].flatMap { $0 } }
    case "dbiasI_LO": return { $0.dBiasILow[i].flatMap { $0 } }
    case "rP_LO": return { $0.preLow[i] }
    case "eP_LO": return { $0.postLow[i] }
    case "BPP": return { $0.bPP[i].flatMap { $0 } }
    case "BPI": return { $0.bPI[i].flatMap { $0 } }
    case "uI": return { $0.uI[i] }
    case "uI_old": return { $0.uIOld[i] }
    case "uI_inf": return { $0.uIInf[i] }
    case "uI_breve": return { $0.uIBreve[i] }
    case "rI_breve": return { $0.rI[i] }
    case "rI_breve_old": return { $0.rIOld[i] }
    case "vden": return { $0.vDen[i] }
    case "vden_old": return { $0.vDenOld[i] }
    case "WIP": return { $0.wIP[i].flatMap { $0 } }
    case "noise": return { $0.xi[i] }
    case "epsilon_LO": return { [$0.epsilonLow[i]] }
    case "noise_breve": return { $0.xiBreve[i] }
    default: return nil
    }
  }
}
