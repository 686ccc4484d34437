package dev.taper.benchmarks.side;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;

/** Lets JavaCPP unpack and link libtorch. */
final class Unpack {
  private Unpack() {}

  public static void main(String[] args) {
    Loader.load(torch.class);
  }
}
