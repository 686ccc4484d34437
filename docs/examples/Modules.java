import module dev.taper;

/** The same network as a module: the series' third program. */
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

  var model = new Sequential(new Linear(dIn, dHidden), new ReLU(), new Linear(dHidden, dOut));

  double learningRate = 1e-4;

  for (int epoch = 1; epoch <= 200; epoch++) {
    var prediction = model.forward(x);
    var loss = prediction.sub(y).pow(2).sum();
    if (epoch % 10 == 0) {
      IO.println("Epoch: " + epoch + "  Loss: " + loss.item());
    }

    model.zeroGrad();
    loss.backward();

    try (var _ = Autograd.noGrad()) {
      for (var parameter : model.parameters()) {
        parameter.sub_(parameter.grad().mul(learningRate));
      }
    }
  }
}
