import { useRouter } from 'vue-router'

/** Where an order is to be seen; null as long as no page shows orders. */
export function useOrderLink(): (id: string) => string | null {
  const router = useRouter()
  const hasPage = router.resolve('/orders').name !== 'not-found'
  return (id) => (hasPage ? `/orders?order=${encodeURIComponent(id)}` : null)
}
