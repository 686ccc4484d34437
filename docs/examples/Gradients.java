import module dev.taper;

/** The same network with autograd: the series' second program. */
void main() {
  Generator.manualSeed(0);

  int n = 100;
  int dIn = 3;
  int dHidden = 32;
  int dOut = 1;
  var x = Tensor.randn(n, dIn);
  var y =
      x.get(":, 0, None")
          .mul(0.2)
          .sub(x.get(":, 1, None").mul(1.3))
          .sub(x.get(":, 2, None").mul(0.5))
          .add(Tensor.randn(n, 1));

  // The weights collect gradients.
  var w1 = Tensor.randn(dIn, dHidden).requiresGrad_();
  var w2 = Tensor.randn(dHidden, dOut).requiresGrad_();
  var b1 = Tensor.zeros(1, dHidden).requiresGrad_();
  var b2 = Tensor.zeros(1, dOut).requiresGrad_();

  double learningRate = 1e-4;

  for (int epoch = 1; epoch <= 200; epoch++) {
    var prediction = x.mm(w1).add(b1).clampMin(0).mm(w2).add(b2);
    var loss = prediction.sub(y).pow(2).sum();
    if (epoch % 10 == 0) {
      IO.println("Epoch: " + epoch + "  Loss: " + loss.item());
    }

    loss.backward();

    // The step itself is not to be recorded.
    try (var _ = Autograd.noGrad()) {
      for (var weight : List.of(w1, w2, b1, b2)) {
        weight.sub_(weight.grad().mul(learningRate));
        weight.grad().zero_();
      }
    }
  }
}
