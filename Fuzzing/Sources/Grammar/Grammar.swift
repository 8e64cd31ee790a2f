public enum Grammar {}
