import module dev.taper;

/** The same network with a loss and an optimizer: the series' fourth program. */
void main() {
  Generator.manualSeed(0);
  var x = Tensor.randn(100, 3);
  var y =
      x.get(":, 0, None")
          .mul(0.2)
          .sub(x.get(":, 1, None").mul(1.3))
          .sub(x.get(":, 2, None").mul(0.5))
          .add(Tensor.randn(100, 1));

  var model = new Sequential(new Linear(3, 32), new ReLU(), new Linear(32, 1));
  var optimizer = new Adam(model.parameters(), 0.08);

  for (int epoch = 1; epoch <= 200; epoch++) {
    var loss = Losses.mseLoss(model.forward(x), y, Reduction.SUM);
    if (epoch % 10 == 0) {
      IO.println("Epoch: " + epoch + "  Loss: " + loss.item());
    }
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
  }
}
