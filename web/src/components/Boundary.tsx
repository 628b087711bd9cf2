/** Keeps what breaks in one part of a page from taking the others along. */
import { Component, type ReactNode } from 'react'

interface Props {
  readonly children: ReactNode
  readonly broken: (error: Error) => ReactNode
}

export class Boundary extends Component<Props, { readonly error?: Error }> {
  override state: { readonly error?: Error } = {}

  static getDerivedStateFromError(error: Error) {
    return { error }
  }

  override render() {
    return this.state.error ? this.props.broken(this.state.error) : this.props.children
  }
}
