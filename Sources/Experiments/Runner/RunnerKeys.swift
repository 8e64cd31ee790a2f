/// The keys of the public runner's parameter files.
enum RunnerKeys {
  static let times = ["dt", "Tpres", "dtxi", "tauHP", "tauLO", "tauxi", "tausyn", "taueps", "Tbw", "taur"]
  static let protocolKeys = [
    "dataset_size", "epochs", "settling_time", "random_seed", "input_signal", "copy_teacher_weights",
    "copy_teacher_voltages",
  ]
  static let network = [
    "layers", "activation", "model_type", "gl", "gbas", "gapi", "gden", "gnI", "gntgt", "init_in_SPS",
  ]
  static let noise = ["noise_type", "noise_scale", "noise_deg", "noise_mode"]
  static let learning = [
    "eta_fw", "eta_bw", "eta_IP", "eta_PI", "alpha", "inter_low_pass", "pyr_hi_pass", "dWPP_low_pass",
    "dWPP_r_low_pass", "dWPP_post_low_pass", "gate_regularizer", "varphi_regularizer", "dWPP_use_activation",
  ]
  static let ranges = ["WPP", "WIP", "BPP", "BPI"].flatMap { ["init_\($0)_range", "init_teacher_\($0)_range"] }

  /// What is recorded, and the names that it has here; without one it is not computed.
  static let records: [(key: String, variables: [String])] = [
    ("rec_MSE", ["nudged_sse", "mse"]), ("rec_error", ["nudged_error"]), ("rec_input", ["r0"]),
    ("rec_target", ["target"]), ("rec_WPP", ["WPP"]), ("rec_WIP", ["WIP"]), ("rec_BPP", ["BPP"]), ("rec_BPI", ["BPI"]),
    ("rec_dWPP", ["dWPP"]), ("rec_dWIP", []), ("rec_dBPP", []), ("rec_dBPI", []), ("rec_uP", ["uP"]),
    ("rec_uP_breve", ["uP_breve"]), ("rec_rP_breve", ["rP_breve"]), ("rec_rP_breve_HI", ["rP_breve_HI"]),
    ("rec_uI", ["uI"]), ("rec_uI_breve", ["uI_breve"]), ("rec_rI_breve", ["rI_breve"]), ("rec_vbas", ["vbas"]),
    ("rec_vapi", ["vapi"]), ("rec_vapi_noise", ["vapi_noise"]), ("rec_noise", ["noise"]),
    ("rec_epsilon", ["epsilon"]), ("rec_epsilon_LO", ["epsilon_LO"]), ("rec_lat_mismatch", ["lat_mismatch"]),
  ]

  static let all =
    times + protocolKeys + network + noise + learning + ranges + ["rec_per_steps"] + records.map(\.key)
}
