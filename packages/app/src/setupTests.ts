import '@testing-library/jest-dom';
import '../../../scripts/lib/failOnConsole';
