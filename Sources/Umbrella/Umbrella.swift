// One import for scripts and notebooks; libraries import the narrow modules.
@_exported import Experiments
@_exported import MicrocircuitCore
@_exported import Recording
@_exported import Signals
