import Lanes
import Testing

@Suite("Aligned memory")
struct AlignedBufferTests {
  @Test(arguments: [0, 1, 7, 8, 9, 1000])
  func isAlignedAndZero(count: Int) {
    let buffer = AlignedBuffer<Double>(count: count)
    #expect(buffer.count == count)
    #expect(UInt(bitPattern: buffer.baseAddress) % 64 == 0)
    // To the end of the last line, and not only of the last element.
    for index in 0..<(count + 7) / 8 * 8 { #expect(buffer.baseAddress[index].bitPattern == 0) }
  }

  @Test func copiesAreSeparate() {
    let buffer = AlignedBuffer<UInt32>(count: 3)
    buffer[2] = 7
    let copy = buffer.copy()
    buffer[2] = 8
    #expect(copy.count == 3 && copy[2] == 7 && copy[0] == 0)
    #expect(buffer[2] == 8 && buffer.baseAddress != copy.baseAddress)
  }
}
