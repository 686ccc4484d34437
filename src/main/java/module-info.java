/** Tensors, automatic differentiation, neural networks and optimizers, with torch's semantics. */
module dev.taper {
  requires jdk.incubator.vector;
  requires static org.jspecify;

  exports dev.taper;
  exports dev.taper.nn;
  exports dev.taper.nnf;
  exports dev.taper.optim;
}
