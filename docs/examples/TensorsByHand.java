import module dev.taper;

/** A network of two layers with its backward pass written by hand: the series' first program. */
void main() {
  Generator.manualSeed(0);

  // The data: 100 points in three dimensions, and a linear function of them with noise.
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

  // The weights.
  var w1 = Tensor.randn(dIn, dHidden);
  var w2 = Tensor.randn(dHidden, dOut);
  var b1 = Tensor.zeros(1, dHidden);
  var b2 = Tensor.zeros(1, dOut);

  double learningRate = 1e-4;

  for (int epoch = 1; epoch <= 200; epoch++) {
    // Forward pass.
    var h = x.mm(w1).add(b1);
    var hRelu = h.clampMin(0);
    var prediction = hRelu.mm(w2).add(b2);

    var loss = prediction.sub(y).pow(2).sum();
    if (epoch % 10 == 0) {
      IO.println("Epoch: " + epoch + "  Loss: " + loss.item());
    }

    // Backward pass: the gradient of the loss by each thing on the way to it, last first.
    var gradPrediction = prediction.sub(y).mul(2);
    var gradW2 = hRelu.t().mm(gradPrediction);
    var gradHRelu = gradPrediction.mm(w2.t());
    var gradH = gradHRelu.clone();
    gradH.set(h.lt(0), 0);
    var gradB2 = gradPrediction.sum(0);
    var gradW1 = x.t().mm(gradH);
    var gradB1 = gradH.sum(0);

    // A step against the gradient.
    w2.sub_(gradW2.mul(learningRate));
    b2.sub_(gradB2.mul(learningRate));
    w1.sub_(gradW1.mul(learningRate));
    b1.sub_(gradB1.mul(learningRate));
  }
}
