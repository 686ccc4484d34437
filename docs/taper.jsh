import module java.base;
import module dev.taper;
