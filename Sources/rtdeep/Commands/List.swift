import Experiments
import Storage

let listCommand = Command(
  name: "list", summary: "Lists the experiments of the catalogue.", operand: "", options: [],
  details: """
    Each of them can be run by its name, and its file is a start for an experiment of your own. Families are reproduced
    as a whole.
    """
) { _ in
  var table = TextTable([
    .init("name", .left), .init("layers", .left), .init("steps", .right), .init("what it shows", .left),
  ])
  for entry in Catalogue.entries {
    let configuration = entry.configuration
    table.append([
      entry.name, configuration.network.layers.map(String.init).joined(separator: "-"),
      String(configuration.steps), configuration.title,
    ])
  }
  var families = TextTable([.init("family", .left), .init("experiments", .right), .init("what it shows", .left)])
  for family in Catalogue.families { families.append([family.name, String(family.members.count), family.title]) }
  print("\(table.text)\n\n\(families.text)")
  return .done
}
