package dev.taper.benchmarks.side;

import dev.taper.Autograd;
import dev.taper.Backend;
import dev.taper.DType;
import dev.taper.Generator;
import dev.taper.Scope;
import dev.taper.Shape;
import dev.taper.Tensor;
import dev.taper.Threads;
import dev.taper.nn.Layer;
import dev.taper.nn.Linear;
import dev.taper.nn.ReLU;
import dev.taper.nn.Sequential;
import dev.taper.nnf.Activations;
import dev.taper.nnf.Dropouts;
import dev.taper.nnf.Losses;
import dev.taper.nnf.Normalizations;
import dev.taper.nnf.Reduction;
import dev.taper.optim.Adam;
import dev.taper.optim.Optimizer;
import dev.taper.optim.SGD;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Taper. */
final class TaperEngine implements Engine<Tensor> {
  private Scope run;

  @Override
  public int warmRuns() {
    return 5000;
  }

  @Override
  public String describe() {
    return "Taper, " + Backend.describe();
  }

  @Override
  public void threads(int n) {
    Threads.set(n);
  }

  @Override
  public void seed(long seed) {
    Generator.manualSeed(seed);
  }

  @Override
  public Tensor of(float[] values, int... sizes) {
    return Tensor.of(values, Shape.of(sizes));
  }

  @Override
  public Tensor of(long[] values, int... sizes) {
    return Tensor.of(values, Shape.of(sizes));
  }

  @Override
  public Tensor positive(Tensor x) {
    return x.gt(0);
  }

  @Override
  public double[] values(Tensor x, int limit) {
    return Data.sample(x.detach().to(DType.FLOAT32).toFloatArray(), limit);
  }

  @Override
  public Tensor transposed(Tensor x) {
    return x.t();
  }

  @Override
  public Tensor columns(Tensor x, int start, int count) {
    return x.narrow(1, start, count);
  }

  @Override
  public Tensor expanded(Tensor row, int rows) {
    return row.expand(rows, row.size(-1));
  }

  @Override
  public UnaryOperator<Tensor> unary(String op) {
    return switch (op) {
      case "relu" -> Tensor::relu;
      case "exp" -> Tensor::exp;
      case "log" -> Tensor::log;
      case "tanh" -> Tensor::tanh;
      case "sigmoid" -> Tensor::sigmoid;
      case "gelu" -> Activations::gelu;
      case "erf" -> Tensor::erf;
      case "contiguous" -> Tensor::contiguous;
      case "softmax" -> x -> Activations.softmax(x, -1);
      case "logSoftmax" -> x -> Activations.logSoftmax(x, -1);
      case "t" -> Tensor::t;
      default -> throw new IllegalArgumentException(op);
    };
  }

  @Override
  public BinaryOperator<Tensor> binary(String op) {
    return switch (op) {
      case "add" -> Tensor::add;
      case "mul" -> Tensor::mul;
      case "div" -> Tensor::div;
      case "pow" -> Tensor::pow;
      case "matmul" -> Tensor::matmul;
      default -> throw new IllegalArgumentException(op);
    };
  }

  @Override
  public UnaryOperator<Tensor> reduction(String op, int dim) {
    boolean all = dim < 0;
    return switch (op) {
      case "sum" -> all ? x -> x.sum() : x -> x.sum(dim);
      case "mean" -> all ? x -> x.mean() : x -> x.mean(dim);
      case "max" -> all ? x -> x.max() : x -> x.max(dim).values();
      case "argmax" -> all ? x -> x.argmax() : x -> x.argmax(dim);
      case "var" -> all ? x -> x.var() : x -> x.var(dim);
      case "norm" -> all ? x -> x.norm() : x -> x.norm(2, new int[] {dim}, false);
      default -> throw new IllegalArgumentException(op);
    };
  }

  @Override
  public Tensor where(Tensor mask, Tensor a, Tensor b) {
    return Tensor.where(mask, a, b);
  }

  @Override
  public Tensor addmm(Tensor bias, Tensor a, Tensor b) {
    return bias.addmm(a, b);
  }

  @Override
  public Supplier<Tensor> cat(int dim, Tensor a, Tensor b) {
    List<Tensor> both = List.of(a, b);
    return () -> Tensor.cat(both, dim);
  }

  @Override
  public Tensor indexSelect(Tensor x, int dim, Tensor index) {
    return x.indexSelect(dim, index);
  }

  @Override
  public Tensor gather(Tensor x, int dim, Tensor index) {
    return x.gather(dim, index);
  }

  @Override
  public Tensor rand(int n) {
    return Tensor.rand(n);
  }

  @Override
  public Tensor randn(int n) {
    return Tensor.randn(n);
  }

  @Override
  public Tensor dropout(Tensor x) {
    return Dropouts.dropout(x, 0.5);
  }

  @Override
  public UnaryOperator<Tensor> layerNorm(Tensor weight, Tensor bias) {
    Shape shape = weight.shape();
    return x -> Normalizations.layerNorm(x, shape, weight, bias);
  }

  @Override
  public void requiresGrad(Tensor x) {
    x.requiresGrad_();
  }

  @Override
  public void setGrad(Tensor x, Tensor grad) {
    x.setGrad(grad);
  }

  @Override
  public Tensor takeGrad(Tensor x) {
    Tensor grad = x.grad();
    x.setGrad(null);
    return grad;
  }

  @Override
  public void backward(Tensor loss) {
    loss.backward();
  }

  @Override
  public void backward(Tensor y, Tensor dy) {
    y.backward(dy);
  }

  @Override
  public Tensor crossEntropy(Tensor scores, Tensor classes) {
    return Losses.crossEntropy(scores, classes);
  }

  @Override
  public Tensor squaredError(Tensor x, Tensor target) {
    return Losses.mseLoss(x, target, Reduction.SUM);
  }

  @Override
  public Network<Tensor> network(int... widths) {
    List<Layer> layers = new ArrayList<>();
    for (int i = 1; i < widths.length; i++) {
      layers.add(new Linear(widths[i - 1], widths[i]));
      if (i < widths.length - 1) {
        layers.add(new ReLU());
      }
    }
    Sequential net = new Sequential(layers.toArray(new Layer[0]));
    return new Network<>() {
      @Override
      public Tensor forward(Tensor x) {
        return net.forward(x);
      }

      @Override
      public List<Tensor> parameters() {
        return net.parameters();
      }
    };
  }

  @Override
  public Steps adam(List<Tensor> parameters, double rate) {
    return steps(new Adam(parameters, rate));
  }

  @Override
  public Steps sgd(List<Tensor> parameters, double rate, double momentum) {
    return steps(new SGD(parameters, SGD.options().lr(rate).momentum(momentum)));
  }

  private static Steps steps(Optimizer<?> optimizer) {
    return new Steps() {
      @Override
      public void zeroGrad() {
        optimizer.zeroGrad();
      }

      @Override
      public void step() {
        optimizer.step();
      }
    };
  }

  @Override
  public Tensor withoutGrad(Supplier<Tensor> body) {
    return Autograd.noGrad(body);
  }

  @Override
  public Tensor scope(Supplier<Tensor> body) {
    return body.get();
  }

  @Override
  public void begin() {
    run = Scope.open("run");
  }

  @Override
  public void end() {
    run.close();
  }

  @Override
  public void free(Tensor x) {}

  @Override
  public Tensor copy(Tensor x) {
    return x.detach().clone();
  }

  @Override
  public void clear() {}
}
